import { expect, test } from '@jest/globals';
import { engineInput } from '../../../report/model/engine-input.js';
import { reportOf } from '../../../report/model/report.js';
import { pageOf } from '../../../report/page/html.js';
import { unpacked } from '../../../report/page/payload.js';
import { hashOf, stateOf } from '../../../report/page/state.js';
import { meshOf, resourcesOf, shopYaml } from '../shop.js';

const hostile = '</script><img src=x onerror=alert(1)>';
const payload = {
  data: reportOf(meshOf(shopYaml()), { title: hostile }),
  views: [],
  engine: engineInput(resourcesOf(shopYaml()), {}),
};
const page = pageOf(payload, { script: 'start()', style: 'p{}' });

test('texts of manifests cannot become a part of the page', () => {
  expect(page.match(/<script/g)).toHaveLength(2);
  expect(page).not.toContain('<img');
  expect(page).toContain('<title>&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt; – mesh report</title>');
});

test('the policy of the page allows no connection', () => {
  expect(page).toMatch(
    /default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'/,
  );
});

test('the data comes out of the page as it went in, and the same data gives the same page', () => {
  const packed = /id="payload">([^<]*)</.exec(page)?.[1] ?? '';
  expect(unpacked(packed)).toEqual(JSON.parse(JSON.stringify(payload)));
  expect(pageOf(payload, { script: 'start()', style: 'p{}' })).toBe(page);
});

test('the address keeps what is shown', () => {
  const state = { ...stateOf(''), tab: 'findings', search: 'a&b=c #', node: 'shop/reviews' } as const;
  expect(stateOf(hashOf(state))).toEqual(state);
  expect(stateOf('#tab=nonsense').tab).toBe('picture');
});
