import type { Migration } from './migration.js';

/** The setting that allows a transaction to change the log. */
const allowance = 'foldmart.allow_log_changes';

/** The database refuses to change or delete events, whoever asks for it. */
export const appendOnlyLog: Migration = {
  version: 14,
  name: 'append-only log',
  statements: ({ events, refuseLogChange }) => [
    `CREATE FUNCTION ${refuseLogChange}() RETURNS trigger LANGUAGE plpgsql AS $refuse$
    BEGIN
      IF current_setting('${allowance}', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
          MESSAGE = format('%s of the event log is refused: events are only appended', TG_OP),
          HINT = 'Correct a fact by another event. To archive, or to erase by law: SET LOCAL ${allowance} = ''on''.';
      END IF;
      RETURN NULL;
    END $refuse$`,
    `CREATE TRIGGER refuse_log_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ${events}
     FOR EACH STATEMENT EXECUTE FUNCTION ${refuseLogChange}()`,
  ],
};
