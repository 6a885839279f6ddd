import { FieldWriter } from './field-writer.js';
import { LazyFields } from './lazy-fields.js';

/** The fields of KubeVela's Application, with which ACK One distributes objects (https://kubevela.io/docs/platform-engineers/oam/oam-model/). */
export const kubeVelaFields = new LazyFields(() => {
  const of = new FieldWriter();
  const part = of.object({ 'name!': of.name, 'type!': of.name, properties: of.open }, { isOpen: true });
  const spec = of.object(
    { 'components!': of.list(part, 1), policies: of.list(part), workflow: of.open },
    { isOpen: true },
  );
  of.kind('core.oam.dev', ['v1beta1'], 'Application', spec);
  return of.table;
});
