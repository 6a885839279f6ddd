/** A value that JSON can hold. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** `metadata` of a Kubernetes object, as far as the program reads it. */
export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** One Kubernetes object as plain data, the form that is written to YAML and sent to an API server. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [field: string]: unknown;
}

/**
 * What an API server is in the mesh.
 *
 * - `data-plane`: a cluster that runs workloads;
 * - `mesh`: the ASM instance's own API server, where Istio resources and IstioGateway live;
 * - `fleet`: the ACK One fleet instance, which propagates to its member clusters;
 * - `all`: one cluster that is everything, as with kind or a self-managed Istio.
 */
export type TargetRole = 'data-plane' | 'mesh' | 'fleet' | 'all';

/** An API server that objects are sent to. */
export interface Target {
  /** Name of the folder in `dist/<env>/` and of the cluster in answers, for example `asm` or `m1c1`. */
  readonly name: string;
  readonly role: TargetRole;
}

/** A manifest together with where it goes and where it came from. */
export interface Resource {
  readonly manifest: Manifest;
  readonly target: Target;
  /** The construct path, or the file, that a message about the object names. */
  readonly path: string;
  /** First line of the object in the file, from 1. Absent for objects that come from constructs. */
  readonly line?: number;
  /** Column of its beginning, from 1, when another object begins before it on the line. @default 1 */
  readonly column?: number;
  /** Whether it is of a synthesized file, so that it is still to be made, as what comes from constructs is. @default false */
  readonly isSynthesized?: boolean;
}
