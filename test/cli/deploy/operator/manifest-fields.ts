import * as z from 'zod';

/**
 * The fields of Kubernetes' objects and of k6-operator's TestRun that headroom may write, with their types: a table of our
 * own, from docs/facts/k6.md section 9 (K9.35 to K9.37, K9.44) and the Kubernetes API reference. What is not in it is
 * refused, as the API server refuses or, worse, drops it.
 */

const NAME = z.string().regex(/^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/);
const QUANTITY = z.string().regex(/^\d+(?:m|M|Mi|G|Gi|T|Ti)?$/);
const env = z.union([
  z.strictObject({ name: z.string(), value: z.string() }),
  z.strictObject({
    name: z.string(),
    valueFrom: z.strictObject({ fieldRef: z.strictObject({ fieldPath: z.string() }) }),
  }),
]);
const mount = z.strictObject({ name: NAME, mountPath: z.string().startsWith('/'), readOnly: z.boolean().optional() });
const volume = z.union([
  z.strictObject({ name: NAME, configMap: z.strictObject({ name: NAME }) }),
  z.strictObject({
    name: NAME,
    projected: z.strictObject({ sources: z.array(z.strictObject({ configMap: z.strictObject({ name: NAME }) })) }),
  }),
  z.strictObject({ name: NAME, secret: z.strictObject({ secretName: NAME }) }),
  z.strictObject({ name: NAME, persistentVolumeClaim: z.strictObject({ claimName: NAME }) }),
]);
const user = z.strictObject({
  runAsNonRoot: z.boolean(),
  runAsUser: z.int(),
  runAsGroup: z.int(),
  fsGroup: z.int(),
});
const metadata = z.strictObject({ name: NAME });

const runner = z.strictObject({
  image: z.string(),
  securityContext: user,
  resources: z.strictObject({
    requests: z.strictObject({ cpu: QUANTITY, memory: QUANTITY }),
    limits: z.strictObject({ memory: QUANTITY }),
  }),
  env: z.array(env),
  initContainers: z.array(
    z.strictObject({
      name: NAME,
      image: z.string(),
      command: z.array(z.string()),
      env: z.array(env),
      volumeMounts: z.array(mount),
    }),
  ),
  volumes: z.array(volume),
  volumeMounts: z.array(mount),
});

const MAX_OBJECT_BYTES = 1_048_576;
const bytesIn = (data: Readonly<Record<string, string>>) =>
  Object.entries(data).reduce((sum, [key, text]) => sum + Buffer.byteLength(key) + Buffer.byteLength(text), 0);

export const configMapFields = z.strictObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('ConfigMap'),
  metadata,
  data: z
    .record(z.string().regex(/^[-._a-zA-Z0-9]{1,253}$/), z.string())
    .refine((data) => bytesIn(data) <= MAX_OBJECT_BYTES, { error: 'at most 1,048,576 bytes' }),
});

export const testRunFields = z.strictObject({
  apiVersion: z.literal('k6.io/v1alpha1'),
  kind: z.literal('TestRun'),
  // With `-initializer` and the five characters of Kubernetes behind it, it is a label of at most 63.
  metadata: z.strictObject({ generateName: z.string().regex(/^[a-z][a-z0-9-]{0,44}-$/) }),
  spec: z.strictObject({
    parallelism: z.int().min(1),
    script: z.strictObject({ configMap: z.strictObject({ name: NAME, file: z.string() }) }),
    arguments: z.string().optional(),
    separate: z.boolean().optional(),
    runner,
  }),
});

const claimFields = z.strictObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('PersistentVolumeClaim'),
  metadata,
  spec: z.strictObject({
    accessModes: z.array(z.enum(['ReadWriteOnce', 'ReadWriteMany'])),
    storageClassName: NAME.optional(),
    resources: z.strictObject({ requests: z.strictObject({ storage: QUANTITY }) }),
  }),
});

const podFields = z.strictObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('Pod'),
  metadata,
  spec: z.strictObject({
    restartPolicy: z.literal('Never'),
    securityContext: user,
    containers: z.array(
      z.strictObject({
        name: NAME,
        image: z.string(),
        command: z.array(z.string()),
        volumeMounts: z.array(mount),
      }),
    ),
    volumes: z.array(volume),
  }),
});

export const manifestFields = z.discriminatedUnion('kind', [configMapFields, testRunFields, claimFields, podFields]);
export type WrittenTestRun = z.output<typeof testRunFields>;
export type WrittenConfigMap = z.output<typeof configMapFields>;
