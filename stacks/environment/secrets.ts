import type { Problem } from '../../mesh/index.js';

/** The settings that may hold secrets: values for Helm and patches for kubeadm, which the state keeps as secrets. */
export const MAY_HOLD_SECRETS = 'local';

/** What stands for a value that only Pulumi can decrypt. */
export const SECRET_PLACEHOLDER = '[secret]';

/** Settings of a file, with a placeholder for each value that is encrypted. */
export interface Decrypted {
  readonly raw: Readonly<Record<string, unknown>>;
  /** Keys of the settings that hold encrypted values. */
  readonly secrets: ReadonlySet<string>;
}

/** Takes the encrypted values out of the settings of a file, where a secret is a section with the one key `secure`. */
export function withoutSecrets(raw: Readonly<Record<string, unknown>>): Decrypted {
  const secrets = new Set<string>();
  const visit = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((element) => visit(element, key));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    if (entries.length === 1 && entries[0]?.[0] === 'secure') {
      secrets.add(key);
      return SECRET_PLACEHOLDER;
    }
    return Object.fromEntries(entries.map(([inner, below]) => [inner, visit(below, key)]));
  };
  return { raw: Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, visit(value, key)])), secrets };
}

/** Settings that are secrets of the stack and cannot stay secret: they stand in names, in manifests and in dist/. */
export function secretProblems(raw: Readonly<Record<string, unknown>>, secrets: ReadonlySet<string>): Problem[] {
  return [...secrets].flatMap((key) => {
    if (key === MAY_HOLD_SECRETS && raw[key] !== SECRET_PLACEHOLDER) return [];
    const isWhole = key === MAY_HOLD_SECRETS;
    return [
      {
        code: 'ENV_SECRET',
        place: key,
        message: isWhole
          ? 'is one secret as a whole'
          : 'is a secret, and would stand in plain text in manifests and in dist/',
        fix: isWhole
          ? 'encrypt the secret values below it alone, with `pulumi config set --path --secret`'
          : 'set it without --secret; what has to be secret belongs in a Secret that the settings name',
      },
    ];
  });
}
