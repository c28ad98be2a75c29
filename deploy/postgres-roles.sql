-- Roles with the least rights, for psql as a superuser: psql --dbname=foldmart --file=postgres-roles.sql
--
--   foldmart_migrator  owns the tables: migrations, rebuilds, archiving
--   foldmart_writer    consumers, workers, the relay, the API: appends events, cannot change or remove one
--   foldmart_reader    dashboards and commands that only show something
--
-- Run it before the first start, and again after each start of the migrator with a new version: it may be repeated.
-- Then give each role a password (\password foldmart_writer), or let it log in by certificate. For another schema than
-- public, replace that word.
--
-- The lag of readers names the session that they wait for. To show the state of other roles' sessions too:
--   GRANT pg_read_all_stats TO foldmart_reader

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['foldmart_migrator', 'foldmart_writer', 'foldmart_reader'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I LOGIN', name);
    END IF;
  END LOOP;
END
$$;

CREATE SCHEMA IF NOT EXISTS public;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO foldmart_migrator;
GRANT USAGE ON SCHEMA public TO foldmart_writer, foldmart_reader;

-- For tables that the migrator makes from now on, also when it rebuilds a read model.
ALTER DEFAULT PRIVILEGES FOR ROLE foldmart_migrator IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO foldmart_writer;
ALTER DEFAULT PRIVILEGES FOR ROLE foldmart_migrator IN SCHEMA public
  GRANT SELECT ON TABLES TO foldmart_reader;

-- For tables that exist.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO foldmart_writer;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO foldmart_reader;

-- Nothing but the migrator may change the log, archive it, or say which migrations have run. The functions of the library
-- run with the rights of their caller.
DO $$
BEGIN
  IF to_regclass('public.events') IS NOT NULL THEN
    REVOKE UPDATE, DELETE ON public.events FROM foldmart_writer;
    REVOKE INSERT, UPDATE, DELETE ON public.foldmart_migrations FROM foldmart_writer;
  END IF;
END
$$;
