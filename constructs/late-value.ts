import type { IResolver, ResolutionContext } from 'cdk8s';
import type { Manifest, Problem } from '../mesh/index.js';

/**
 * A value that is only known when the chart is deployed: a Pulumi Output.
 *
 * Charts know nothing of Pulumi, so this is all that they see of one: the marker by which every copy of the Pulumi SDK
 * recognizes an Output (`Output.isInstance`).
 */
export interface LateValue {
  readonly __pulumiOutput: true;
}

/**
 * A text that may be known only when the chart is deployed. This is what the type of an Output shows of it; charts know nothing of Pulumi.
 */
export type LateText = string | { apply(transform: (text: string) => string): unknown; get(): string };

/** Whether a value is a Pulumi Output, told without Pulumi. */
export function isLateValue(value: unknown): value is LateValue {
  return typeof value === 'object' && value !== null && '__pulumiOutput' in value && value.__pulumiOutput === true;
}

const TOKEN = /^__late_value_\d+__$/;

/**
 * Whether a string stands for a late value in a synthesized manifest.
 *
 * A schema check skips a field whose value is one: its type is known at deployment only.
 */
export function isLateToken(value: unknown): value is string {
  return typeof value === 'string' && TOKEN.test(value);
}

/**
 * Replaces late values by tokens during synth, and remembers them for the deployment.
 *
 * Synthesis with cdk8s is synchronous, an Output is not. So give an instance to the app (`new App({ resolvers: [late] })`):
 * each Output becomes a token, a string that no schema takes for anything else, and `late.valueOf(token)` gives it
 * back. A synth that writes files uses one too, with {@link lateValueProblems}, so that an Output in its charts is an error
 * that names its place.
 */
export class LateValues implements IResolver {
  private readonly tokens = new Map<LateValue, string>();
  private readonly values = new Map<string, LateValue>();

  resolve(context: ResolutionContext): void {
    if (isLateValue(context.value)) context.replaceValue(this.tokenOf(context.value));
  }

  /** The token of a late value; the same value has the same token. */
  tokenOf(value: LateValue): string {
    const known = this.tokens.get(value);
    if (known !== undefined) return known;
    const token = `__late_value_${this.tokens.size + 1}__`;
    this.tokens.set(value, token);
    this.values.set(token, value);
    return token;
  }

  /** The late value that a token stands for. */
  valueOf(token: string): LateValue | undefined {
    return this.values.get(token);
  }
}

/** What a manifest may hold. */
export type LateValuePolicy =
  /** Late values are refused: the manifest is written to a file. */
  | 'refused'
  /** Late values may stand where they can be filled in: everywhere but in what identifies the object. */
  | 'filled';

/** Part of the text that Pulumi puts in place of an Output in a string; cheaper to look for than {@link WARNING}. */
const WARNING_PART = '[Output<T>]';

/**
 * Whether {@link lateValueProblems} could find anything; much cheaper, for synths of many objects.
 */
export function mayHoldLateValues(value: unknown): boolean {
  if (typeof value === 'string') return isLateText(value);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(mayHoldLateValues);
  if (isLateValue(value)) return true;
  for (const key in value) {
    if (isLateText(key) || mayHoldLateValues((value as Record<string, unknown>)[key])) return true;
  }
  return false;
}

function isLateText(text: string): boolean {
  return text.charCodeAt(0) === UNDERSCORE
    ? TOKEN.test(text)
    : text.length > WARNING_PART.length && text.includes(WARNING_PART);
}

const UNDERSCORE = 95;

const WARNING = /Calling \[(?:toString|toJSON)\] on an \[Output<T>\] is not supported/;
const IDENTITY = new Set(['apiVersion', 'kind', 'metadata.name', 'metadata.namespace']);

/**
 * Everything that is wrong with the late values of a manifest.
 *
 * Finds Outputs and their tokens where they are refused, and, always, the text that Pulumi silently puts in place of
 * an Output inside a template string or JSON text, which an API server would take for a value.
 *
 * @param path construct path of the object
 */
export function lateValueProblems(manifest: Manifest, path: string, policy: LateValuePolicy): Problem[] {
  const problems: Problem[] = [];
  const report = (code: string, field: string, message: string, fix: string) =>
    problems.push({ code, place: `${path} ${field}`, message, fix });
  const visit = (value: unknown, field: string): void => {
    if (isLateValue(value) || isLateToken(value)) {
      if (isLateValue(value) && !('apply' in value)) {
        report(
          'OUTPUT_SPREAD',
          field,
          'an Output was copied key by key, which loses its value',
          'give each key an Output of its own, for example output.apply((map) => map.key)',
        );
      } else if (policy === 'refused') {
        report(
          'OUTPUT_IN_FILE',
          field,
          'the value is a Pulumi Output, which is unknown when files are written',
          'give a plain value here, or deploy the chart with Pulumi',
        );
      } else if (IDENTITY.has(field)) {
        report(
          'OUTPUT_IN_IDENTITY',
          field,
          'the value is a Pulumi Output, but it identifies the object',
          'give a plain value: the order and the name of the resource depend on it',
        );
      }
      return;
    }
    if (typeof value === 'string') {
      if (WARNING.test(value)) {
        report(
          'OUTPUT_IN_STRING',
          field,
          'a Pulumi Output was put into a text, which turned it into a warning of Pulumi',
          // biome-ignore lint/suspicious/noTemplateCurlyInString: the text shows a template to write.
          'write pulumi.interpolate`…${output}…` (or pulumi.jsonStringify for JSON), which is an Output and is filled in',
        );
      }
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) visit(item, `${field}[${index}]`);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        const inner = fieldPath(field, WARNING.test(key) ? '<key>' : key);
        if (WARNING.test(key)) visit(key, inner);
        visit(item, inner);
      }
    }
  };
  visit(manifest, '');
  return problems;
}

function fieldPath(parent: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${parent}['${key}']`;
  return parent === '' ? key : `${parent}.${key}`;
}
