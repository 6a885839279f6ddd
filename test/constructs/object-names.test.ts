import { expect, test } from '@jest/globals';
import { MeshNamespace, MutualTls } from '../../constructs/index.js';
import { render } from './rendered.js';

test('names that the API server refuses are problems of the construct', () => {
  const { problems } = render((chart) => {
    new MeshNamespace(chart, 'namespace', { name: 'Bad_n' });
    new MutualTls(chart, 'Mutual_TLS', { mode: 'STRICT' });
  });
  expect(problems.join('\n')).toContain('metadata.name: `Bad_n` is not a name; use at most 63 lower-case letters');
});

test('so is the namespace of an object', () => {
  const { problems } = render((chart) => new MutualTls(chart, 'mutual-tls', { mode: 'STRICT' }), {
    namespace: 'Shop_1',
  });
  expect(problems.join('\n')).toContain(
    'metadata.namespace: `Shop_1` is not a name; use at most 63 lower-case letters',
  );
});
