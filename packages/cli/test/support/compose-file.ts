import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** A service of the compose file, as far as the tests look at it. */
export interface ComposeService {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly profiles: readonly string[];
  readonly command?: readonly string[] | string;
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly restart: string;
  readonly container_name?: string;
  readonly init?: boolean;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly mem_limit?: string;
  readonly cpus?: number;
  readonly logging?: { readonly options: Readonly<Record<string, string>> };
}

/** A service that runs the command foldmart. */
export interface FoldmartService extends Omit<ComposeService, 'environment'> {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** The folder of the clone. */
export const clone = fileURLToPath(new URL('../../../../', import.meta.url));

/** The text of a file of the clone. */
export const textOf = (path: string): string => readFileSync(`${clone}${path}`, 'utf8');

/** The compose file as it is written, with its variables. */
export const composeText = textOf('deploy/compose.yaml');

/** Its services by name, with these values for its variables instead of their defaults. */
export function composeServices(
  variables: Readonly<Record<string, string>>,
): ReadonlyMap<string, ComposeService> {
  const text = composeText.replace(
    /\$\{([A-Z_]+)(?::([-?])([^}]*))?\}/g,
    (_match, name: string, operator?: string, fallback?: string) => {
      const value = variables[name] ?? '';
      if (value !== '') return value;
      if (operator === '-') return fallback ?? '';
      throw new Error(`the compose file needs ${name}`);
    },
  );
  const { services } = parse(text, { merge: true, maxAliasCount: -1 }) as {
    readonly services: Readonly<Record<string, ComposeService>>;
  };
  return new Map(Object.entries(services));
}

/** The services that run the command foldmart: those with the image of the Dockerfile. */
export function foldmartServices(
  variables: Readonly<Record<string, string>>,
): readonly FoldmartService[] {
  return [...composeServices(variables)].flatMap(([name, service]) =>
    service.build === undefined
      ? []
      : [{ ...(service as FoldmartService), name, environment: textsOf(service) }],
  );
}

/** In an environment, numbers are texts. */
function textsOf({ environment = {} }: ComposeService): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, String(value)]),
  );
}

/** Values as dc.sh writes them into deploy/.env. */
export const someVariables = {
  COMPOSE_PROJECT_NAME: 'foldmart-test',
  POSTGRES_PASSWORD: 'a-password',
  COUPON_REQUEST_SECRET: 'a-secret-of-this-test',
  COUPON_ADMIN_TOKEN: 'a-token-of-this-test',
  KAFKA_CLUSTER_ID: 'Zm9sZG1hcnQtY29tcG9zZQ',
};
