import { readManifests } from '../../mesh/index.js';
import { mutateText } from '../mutate-text.js';
import { seedText } from '../seeds.js';
import { type FuzzTarget, must } from '../target.js';

/** Texts of manifests, changed in their bytes. */
export const reader: FuzzTarget = {
  name: 'reader',
  make: (random) => mutateText(seedText(random), random),
  check: (input) => {
    const text = String(input);
    const { resources, problems } = readManifests(text, 'f.yaml');
    const lines = text.split(/\r\n|\r|\n/).length;
    for (const { code, place, message, fix } of problems) {
      const line = Number(/^f\.yaml(?::(\d+))?$/.exec(place)?.[1] ?? 1);
      must(line >= 1 && line <= lines, `${code}: place ${place} is not in a file of ${lines} lines`);
      must(message !== '' && fix !== '', `${code} says nothing`);
    }
    for (const { manifest, line } of resources) {
      must(typeof manifest.kind === 'string' && typeof manifest.metadata.name === 'string', 'an object without a name');
      must(line !== undefined && line >= 1 && line <= lines, `line ${line} is not in a file of ${lines} lines`);
    }
    const again = readManifests(text, 'f.yaml');
    must(JSON.stringify(again) === JSON.stringify({ ...again, resources, problems }), 'read twice, read differently');
  },
};
