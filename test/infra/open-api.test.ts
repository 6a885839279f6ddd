import { expect, test } from '@jest/globals';
import { parseAnswer } from '../../infra/open-api.js';

test('an answer that is not JSON is not shown: it may hold a kubeconfig', () => {
  expect(parseAnswer('{"a": 1}')).toEqual({ a: 1 });
  for (const text of ['PlantedSecret', '{"Kubeconfig": "PlantedSecret', '', '<html>PlantedSecret</html>']) {
    expect(() => parseAnswer(text)).toThrow(/^the answer is not JSON$/);
  }
});
