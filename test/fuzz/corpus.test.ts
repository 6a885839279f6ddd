import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../fuzz/target.js';
import { targets } from '../../fuzz/targets/index.js';

const folder = fileURLToPath(new URL('../../fuzz/corpus/', import.meta.url));

/** What an input may take: the limit of `npm run fuzz`. */
const limit = 5000;

describe('inputs that failed once', () => {
  test.each(readdirSync(folder).sort())('%s', async (name) => {
    const { target, input } = JSON.parse(readFileSync(`${folder}${name}`, 'utf8')) as { target: string; input: Json };
    const start = performance.now();
    await targets.find((one) => one.name === target)?.check(input);
    expect(targets.map((one) => one.name)).toContain(target);
    expect(performance.now() - start).toBeLessThan(limit);
  });
});
