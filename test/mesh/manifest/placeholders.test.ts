// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of a shell look like those of JavaScript.
import { describe, expect, test } from '@jest/globals';
import { isTemplate, mayBeOfMesh, mayHavePlaceholders, placeholderOf } from '../../../mesh/manifest/placeholders.js';

describe('placeholderOf', () => {
  test.each<[string, object, string | undefined]>([
    ['a name of Helm', { metadata: { name: '{{ .Release.Name }}-web' } }, '{{ .Release.Name }}'],
    ['a name of any braces', { metadata: { name: '{{ name }}' } }, '{{ name }}'],
    ['a namespace of a shell', { metadata: { name: 'a', namespace: '${NS}' } }, '${NS}'],
    ['a name of Kustomize', { metadata: { name: '$(NAME)' } }, '$(NAME)'],
    ['a label', { metadata: { name: 'a', labels: { app: '{{- include "x" . }}' } } }, '{{- include "x" . }}'],
    ['a host deep inside', { spec: { http: [{ hosts: ['{{ $.Values.host }}'] }] } }, '{{ $.Values.host }}'],
    [
      'an annotation, which may be meant for another program',
      { metadata: { annotations: { a: '{{ .Values.x }}' } } },
      undefined,
    ],
    ['data', { data: { a: '{{ .Values.x }}' }, stringData: { b: '{{ .Values.y }}' } }, undefined],
    ['a rule of Prometheus', { spec: { summary: '{{ $labels.pod }} is down' } }, undefined],
    ['nothing of the sort', { metadata: { name: 'a' }, spec: { a: '$(b) ${c} {d}' } }, undefined],
  ])('%s', (_name, fields, placeholder) => {
    expect(placeholderOf(fields as Record<string, unknown>)).toBe(placeholder);
  });
});

test('what may have placeholders, and what is a template', () => {
  expect(['{{ a }}', '${A}', '$(A)', '{a}'].map(mayHavePlaceholders)).toEqual([true, true, true, false]);
  expect(['{{ a }}', 'a }} {{', '{{'].map(isTemplate)).toEqual([true, false, false]);
  expect(isTemplate('{{'.repeat(500_000))).toBe(false);
});

test('whether a text that cannot be read seems to hold an object of a mesh', () => {
  expect(mayBeOfMesh('{{ if .x }}\napiVersion: networking.istio.io/v1\nkind: Gateway')).toBe(true);
  expect(mayBeOfMesh('apiVersion: v1\nkind: Service\n')).toBe(true);
  expect(mayBeOfMesh('{"apiVersion": "apps/v1", \n"kind": "Deployment"')).toBe(true);
  expect(mayBeOfMesh('apiVersion: example.com/v1\nkind: Servicething\n')).toBe(false);
});
