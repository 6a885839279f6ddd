import { expect, test } from '@jest/globals';
import { allKinds } from '../../../mesh/kinds/index.js';

const rows = allKinds.filter(({ fields }) => fields !== undefined);

test.each(rows.map((row) => [`${row.group}/${row.kind}`, row] as const))('%s has fields in each version', (_, row) => {
  const roots = row.versions.map(
    (version) => row.fieldsOf ?? `${row.group === '' ? '' : `${row.group}/`}${version}/${row.kind}`,
  );
  expect(roots.filter((root) => row.fields?.rootAt(root) === undefined)).toEqual([]);
});
