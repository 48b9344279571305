/**
 * The part of Kubernetes' objects and of k6-operator's TestRun that headroom writes, as data (docs/facts/k6.md sections
 * 9, K9.35 to K9.44). A field that is not here does not compile.
 */

export interface Named {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface ConfigMap {
  readonly apiVersion: 'v1';
  readonly kind: 'ConfigMap';
  readonly metadata: Named;
  /** Text by key; a ConfigMap is flat. */
  readonly data: Readonly<Record<string, string>>;
}

export interface PersistentVolumeClaim {
  readonly apiVersion: 'v1';
  readonly kind: 'PersistentVolumeClaim';
  readonly metadata: Named;
  readonly spec: {
    readonly accessModes: readonly ('ReadWriteOnce' | 'ReadWriteMany')[];
    readonly storageClassName?: string;
    readonly resources: { readonly requests: { readonly storage: string } };
  };
}

/** A value that is given, or one that Kubernetes takes from the pod's own metadata. */
export type EnvVar =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly valueFrom: { readonly fieldRef: { readonly fieldPath: string } } };

export interface VolumeMount {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: boolean;
}

export type Volume =
  | { readonly name: string; readonly configMap: { readonly name: string } }
  /** Several ConfigMaps as one folder. */
  | {
      readonly name: string;
      readonly projected: { readonly sources: readonly { readonly configMap: { readonly name: string } }[] };
    }
  | { readonly name: string; readonly secret: { readonly secretName: string } }
  | { readonly name: string; readonly persistentVolumeClaim: { readonly claimName: string } };

export interface SecurityContext {
  readonly runAsNonRoot: boolean;
  readonly runAsUser: number;
  readonly runAsGroup: number;
  readonly fsGroup: number;
}

export interface Resources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly memory: string };
}

export interface InitContainer {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly env: readonly EnvVar[];
  readonly volumeMounts: readonly VolumeMount[];
}

/** What k6-operator makes runner pods of; without one of its own the initializer takes it too. */
export interface RunnerPod {
  readonly image: string;
  readonly securityContext: SecurityContext;
  readonly resources: Resources;
  readonly env: readonly EnvVar[];
  readonly initContainers: readonly InitContainer[];
  readonly volumes: readonly Volume[];
  readonly volumeMounts: readonly VolumeMount[];
}

export interface TestRun {
  readonly apiVersion: 'k6.io/v1alpha1';
  readonly kind: 'TestRun';
  /** Kubernetes completes the name at each start: it is the id of the run. */
  readonly metadata: { readonly generateName: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly parallelism: number;
    readonly script: { readonly configMap: { readonly name: string; readonly file: string } };
    readonly arguments?: string;
    readonly separate?: boolean;
    readonly runner: RunnerPod;
  };
}

/** A pod that does nothing: files are copied into its volume, and out of it. */
export interface FilesPod {
  readonly apiVersion: 'v1';
  readonly kind: 'Pod';
  readonly metadata: Named;
  readonly spec: {
    readonly restartPolicy: 'Never';
    readonly securityContext: SecurityContext;
    readonly containers: readonly {
      readonly name: string;
      readonly image: string;
      readonly command: readonly string[];
      readonly volumeMounts: readonly VolumeMount[];
    }[];
    readonly volumes: readonly Volume[];
  };
}

export type Manifest = ConfigMap | PersistentVolumeClaim | TestRun | FilesPod;
