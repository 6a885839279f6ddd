import { z } from 'zod';
import {
  isLabelValue,
  isQualifiedName,
  isRfc1123Label,
  isRfc1123Subdomain,
  labelValueRule,
  rfc1123LabelRule,
  rfc1123SubdomainRule,
} from '../mesh/index.js';
import { namePatterns } from '../mesh/validation/kubernetes-names.js';

/**
 * Schemas of the names and texts of settings, so that none of them becomes something else where it is used: a path outside its folder,
 * an option of a command, a line of its own in a terminal, a label that nothing accepts.
 */

/** A rule of texts as JSON Schemas have it, with what editors say of a text that breaks it. */
export function written(
  pattern: string,
  rule: string,
): { readonly pattern: string; readonly patternErrorMessage: string } {
  return { pattern, patternErrorMessage: rule };
}

/** Name of a Namespace, a port, or another thing whose name is a DNS label. */
export const dnsLabel = z
  .string()
  .refine(isRfc1123Label, rfc1123LabelRule)
  .meta(written(namePatterns.rfc1123Label, rfc1123LabelRule));

/** Name of a Kubernetes object such as a Secret. */
export const objectName = z
  .string()
  .refine(isRfc1123Subdomain, rfc1123SubdomainRule)
  .meta(written(namePatterns.rfc1123Subdomain, rfc1123SubdomainRule));

/** Name of a cluster, a node pool or a load balancer: also a folder in `dist/`, a file, and part of names in the cloud. */
export const resourceName = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?$/, 'use at most 50 lower-case letters, digits and dashes');

const HOST_RULE = 'give a name such as shop.example.com';
const label = '[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?';

/** Host of a route: a domain name, whose first label may be `*`. */
export const hostName = z
  .string()
  .refine((text) => isRfc1123Subdomain(text.replace(/^\*\./, '').toLowerCase()), HOST_RULE)
  .meta(written(`^(?=(?:\\*\\.)?.{1,253}$)(?:\\*\\.)?${label}(?:\\.${label})*$`, HOST_RULE));

const IMAGE = /^(?!.*\.\.)[A-Za-z0-9][\w.-]*(?:[/:@][A-Za-z0-9_][\w.-]*)*$/;

/** Image of a container, with or without registry, tag and digest. */
export const imageName = z
  .string()
  .max(512)
  .regex(IMAGE, 'give an image such as registry.example.com/team/app:1.0; it cannot begin with a dash');

/** Tag of an image. */
export const imageTag = z.string().regex(/^\w[\w.-]{0,127}$/, "use at most 128 letters, digits, '_', '.' and '-'");

/** Id, specification or ARN of something in the cloud. */
export const cloudId = z
  .string()
  .regex(/^[A-Za-z0-9][\w.:@/-]{0,255}$/, "use letters, digits and any of '_.:@/-', the first a letter or digit");

/** A text in one line, for people. */
export const line = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u, 'use one line without control characters');

/** Path of a file or folder, or an address. */
export const path = line.regex(/^[^-]/, 'write ./ before a path that begins with a dash');

/** Value of a Kubernetes label. */
export const labelValue = z
  .string()
  .refine(isLabelValue, labelValueRule)
  .meta(written(namePatterns.labelValue, labelValueRule));

const KEY_RULE = 'use a name such as team, or example.com/team, as the key of a label';

/** Kubernetes labels. */
export const labels = z.record(
  z.string().refine(isQualifiedName, KEY_RULE).meta(written(namePatterns.qualifiedName, KEY_RULE)),
  labelValue,
);
