import { parseAllDocuments } from 'yaml';
import { textOf } from './compose-file.js';

/** A container of the chart, as far as the tests look at it. */
export interface ChartContainer {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly env: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: {
      readonly secretKeyRef?: { readonly name: string; readonly key: string };
    };
  }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly livenessProbe?: { readonly httpGet: { readonly port: string; readonly path: string } };
  readonly readinessProbe?: { readonly httpGet: { readonly port: string; readonly path: string } };
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly resources: { readonly limits: unknown; readonly requests: unknown };
}

/** A pod of the chart. */
export interface ChartPod {
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly terminationGracePeriodSeconds: number;
  readonly initContainers?: readonly ChartContainer[];
  readonly containers: readonly ChartContainer[];
}

/** A resource that helm has made of the chart. */
export interface ChartResource {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly replicas?: number;
    readonly strategy?: { readonly type: string };
    readonly template?: { readonly spec: ChartPod };
    readonly selector?: unknown;
    readonly maxReplicaCount?: number;
    readonly minReplicaCount?: number;
    readonly scaleTargetRef?: { readonly name: string };
    readonly triggers?: readonly {
      readonly type: string;
      readonly metadata: Readonly<Record<string, string>>;
    }[];
  };
}

const read = new Map<string, readonly ChartResource[]>();

/** The resources of a file in deploy/helm/rendered. */
export function chartResources(name: string): readonly ChartResource[] {
  const known = read.get(name);
  if (known !== undefined) return known;
  const documents = parseAllDocuments(textOf(`deploy/helm/rendered/${name}.yaml`), {
    prettyErrors: false,
  });
  const resources = documents.map((document) => document.toJS() as ChartResource);
  read.set(name, resources);
  return resources;
}

/** The pods of roles and of the setup, by the name of their resource. */
export function podsOf(
  resources: readonly ChartResource[],
): readonly (readonly [string, ChartPod])[] {
  return resources.flatMap(({ metadata, spec }) =>
    spec.template === undefined ? [] : [[metadata.name, spec.template.spec] as const],
  );
}

/** Every container with what it is named in a failure. */
export function containersOf(
  resources: readonly ChartResource[],
): readonly (readonly [string, ChartContainer])[] {
  return podsOf(resources).flatMap(([name, { initContainers = [], containers }]) =>
    [...initContainers, ...containers].map((each) => [`${name}/${each.name}`, each] as const),
  );
}

/** The environment as the process gets it. What comes from a secret has this text. */
export function environmentOf(
  { env }: ChartContainer,
  secret = 'a-secret-of-this-test',
): Readonly<Record<string, string>> {
  return Object.fromEntries(env.map(({ name, value }) => [name, value ?? secret]));
}
