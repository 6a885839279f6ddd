import type { MeshObject } from '../../../model/index.js';
import type { FieldPath } from '../../../yaml/positions.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';

/** Texts that are keys by their form, as those who issue them define it: nothing else looks like them. */
const forms: readonly (readonly [what: string, form: RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----\s*[A-Za-z0-9+/=]{16}/],
  ['the id of an access key of Alibaba Cloud', /\bLTAI[A-Za-z0-9]{12,20}\b/],
  ['the id of an access key of AWS', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['a token of GitHub', /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,})/],
  ['a token of GitLab', /\bglpat-[A-Za-z0-9_-]{20}/],
  ['a token of Slack', /\bxox[abprs]-[0-9A-Za-z]{8,}-[0-9A-Za-z-]{8,}/],
  ['a key of Google Cloud', /\bAIza[0-9A-Za-z_-]{35}\b/],
  ['a key of Stripe', /\b[rs]k_live_[0-9A-Za-z]{20,}/],
];

/** Keys of documentation say so, and repeat a letter instead of being random. */
const placeholder = /example|sample|dummy|changeme|placeholder|(.)\1{7}/i;

/** What kubectl writes; it repeats the object. */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** Shortest text that has one of the forms. */
const shortest = 16;

/** Keys and tokens as text, in objects that are not made to hold them. */
export const literalKey: Check = {
  name: 'literal-key',
  types: [asmCodes.ASM0036],
  isOwn: true,
  run(mesh, report) {
    for (const object of mesh.objects) {
      if (object.madeFrom !== undefined || isForSecrets(object)) {
        continue;
      }
      eachText(object.resource.manifest, [], (text, path) => {
        const what = keyIn(text);
        if (what !== undefined) {
          report(asmCodes.ASM0036, object, { what }, [...path]);
        }
      });
    }
  },
};

/** Whether it is of a kind that holds keys: a Secret, or the ASMCredential from which ASM makes some. */
function isForSecrets({ group, kind }: MeshObject): boolean {
  return (group === '' && kind === 'Secret') || (group === 'istio.alibabacloud.com' && kind === 'ASMCredential');
}

/** Calls back for each text of a value that is long enough for a key, with its path, which holds until the callback returns. */
function eachText(value: unknown, path: (string | number)[], act: (text: string, path: FieldPath) => void): void {
  if (typeof value === 'string') {
    if (value.length >= shortest) {
      act(value, path);
    }
  } else if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      path.push(index);
      eachText(value[index], path, act);
      path.pop();
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const key in value) {
      if (key !== lastApplied && Object.hasOwn(value, key)) {
        path.push(key);
        eachText((value as Readonly<Record<string, unknown>>)[key], path, act);
        path.pop();
      }
    }
  }
}

/** Binary contents as Base64, in which any short run of letters comes up by chance. */
const binary = /^[A-Za-z0-9+/\s]{200,}={0,2}\s*$/;

function keyIn(text: string): string | undefined {
  if (binary.test(text)) {
    return undefined;
  }
  const ofForm = forms.find(([, form]) => {
    const match = form.exec(text);
    return match !== null && !placeholder.test(match[0]);
  });
  return ofForm?.[0] ?? (isPrivateJwk(text) ? 'a private key as JWK' : undefined);
}

/** Whether a text has a JSON Web Key with its private part (RFC 7518, section 6). */
function isPrivateJwk(text: string): boolean {
  const match = text.includes('"kty"') ? /"d"\s*:\s*"[\w-]{32,}"/.exec(text) : null;
  return match !== null && !placeholder.test(match[0]);
}
