import { splitDocuments } from './documents.js';
import { parseDocument } from './parser.js';

/** YAML or JSON that stands in a text field of a manifest, such as a ConfigMap's key or an annotation. */
export interface EmbeddedYaml {
  /** Its first document; undefined for an empty text. */
  readonly value: unknown;
  /** Whether it is valid YAML. */
  readonly isRead: boolean;
}

/** Reads a text of a manifest as YAML 1.2 with the plain scalars of Kubernetes. Never throws. */
export function readEmbedded(text: string): EmbeddedYaml {
  const [document] = splitDocuments(text);
  if (document === undefined) {
    return { value: undefined, isRead: true };
  }
  const { value, isRead } = parseDocument(document);
  return { value: isRead ? value : undefined, isRead };
}
