import type { z } from 'zod';
import type { WrittenPromises, WrittenRequests } from './promise-schema.js';
import { promisesSchema } from './promise-schema.js';

/** A text that has to be one of some, or none of them; `*` stands for any text. */
export interface TextCondition {
  readonly patterns: readonly string[];
  readonly isNot: boolean;
}

/** Requests that have all of what is given. */
export interface RequestPattern {
  readonly from?: readonly string[];
  readonly to?: readonly string[];
  readonly port?: readonly number[];
  readonly host?: readonly string[];
  readonly method?: readonly string[];
  readonly path?: readonly string[];
  readonly query: readonly (readonly [name: string, TextCondition])[];
  /** By name in lower case. */
  readonly headers: readonly (readonly [name: string, TextCondition])[];
  readonly claim: readonly (readonly [path: readonly string[], TextCondition])[];
  readonly token?: 'none' | 'valid' | 'invalid';
  readonly address?: readonly string[];
}

/** What is expected of requests that get through. */
export interface Expectation {
  /** Whether they get through at all; undefined when that is not what it is about. */
  readonly verdict?: 'denied' | 'allowed';
  readonly mtls?: 'mutual' | 'tls' | 'plaintext';
  readonly versions?: readonly string[];
  readonly status?: readonly string[];
}

/** Something that is promised of every request of a kind. */
export interface MeshPromise {
  readonly name: string;
  readonly requests: RequestPattern;
  readonly except: readonly RequestPattern[];
  readonly expect: Expectation;
}

/** Promises as a program writes them: with the fields of the YAML file. */
export type PromiseInput = z.input<typeof promisesSchema>['promises'][number];

/**
 * Promises out of what was written.
 *
 * @throws ZodError for what is not a promise
 */
export function toPromises(written: unknown): readonly MeshPromise[] {
  return promisesOf(promisesSchema.parse(written));
}

/** Promises out of what the schema has taken. */
export function promisesOf({ promises }: WrittenPromises): readonly MeshPromise[] {
  return promises.map(({ name, requests, except, expect }) => ({
    name,
    requests: patternOf(requests),
    except: listOf(except).map(patternOf),
    expect: expectationOf(expect),
  }));
}

function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  return value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

function patternOf(written: WrittenRequests): RequestPattern {
  const { query = {}, headers = {}, claim = {}, token } = written;
  const conditions = (all: Readonly<Record<string, WrittenCondition>>) =>
    Object.entries(all).map(([name, one]) => [name, conditionOf(one)] as const);
  return {
    ...(written.from === undefined ? {} : { from: listOf(written.from) }),
    ...(written.to === undefined ? {} : { to: listOf(written.to) }),
    ...(written.port === undefined ? {} : { port: listOf(written.port) }),
    ...(written.host === undefined ? {} : { host: listOf(written.host).map((host) => host.toLowerCase()) }),
    ...(written.method === undefined ? {} : { method: listOf(written.method).map((name) => name.toUpperCase()) }),
    ...(written.path === undefined ? {} : { path: listOf(written.path) }),
    ...(written.address === undefined ? {} : { address: listOf(written.address) }),
    ...(token === undefined ? {} : { token }),
    query: conditions(query),
    headers: conditions(headers).map(([name, one]) => [name.toLowerCase(), one]),
    claim: conditions(claim).map(([name, one]) => [name.split('.'), one]),
  };
}

type WrittenCondition = NonNullable<WrittenRequests['headers']>[string];

function conditionOf(written: WrittenCondition): TextCondition {
  return typeof written === 'object' && 'not' in written
    ? { patterns: listOf(written.not), isNot: true }
    : { patterns: listOf<string>(written), isNot: false };
}

function expectationOf(written: WrittenPromises['promises'][number]['expect']): Expectation {
  if (typeof written === 'string') {
    return { verdict: written };
  }
  const { mtls, versions, status } = written;
  return {
    ...(mtls === undefined ? {} : { mtls }),
    ...(versions === undefined ? {} : { versions }),
    ...(status === undefined ? {} : { status: listOf(status).map(String) }),
  };
}
