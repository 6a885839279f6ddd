import type { Field } from '../field.js';
import { isPortName } from '../kubernetes-names.js';
import { checkLifecycle, checkProbes } from './probes.js';
import { checkResources } from './resources.js';
import { checkGiven, checkLabelName, checkPortNumber, checkUnique } from './values.js';

/** What an API server refuses in the containers of a pod. */
export function checkContainers(spec: Field): void {
  const containers = spec.at('containers');
  if (containers.isSet && containers.size === 0) {
    containers.error('a pod needs a container');
  }
  const volumes = new Set(spec.at('volumes').items.map((volume) => volume.at('name').text));
  for (const container of containers.items) {
    checkContainer(container, volumes, false);
  }
  for (const container of spec.at('initContainers').items) {
    checkContainer(container, volumes, container.at('restartPolicy').text !== 'Always');
  }
  checkContainerNames(spec);
  checkHostPorts(spec);
}

const notOfInit = ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'];

function checkContainer(container: Field, volumes: ReadonlySet<string>, runsToEnd: boolean): void {
  const image = container.at('image');
  if (!image.isSet || image.value === '') {
    image.error('a container needs an image');
  }
  checkPorts(container.at('ports'));
  if (container.has('env') || container.has('envFrom')) {
    checkEnvironment(container);
  }
  if (container.has('volumeMounts')) {
    checkMounts(container, volumes);
  }
  if (container.has('resources')) {
    checkResources(container.at('resources'));
  }
  if (container.has('securityContext')) {
    checkSecurity(container.at('securityContext'));
  }
  for (const key of runsToEnd ? notOfInit : []) {
    if (container.has(key)) {
      container.at(key).error(`an init container takes no ${key} unless its restartPolicy is Always`);
    }
  }
  checkProbes(container);
  if (container.has('lifecycle')) {
    checkLifecycle(container.at('lifecycle'));
  }
}

function checkPorts(ports: Field): void {
  for (const port of ports.items) {
    checkPortNumber(port.at('containerPort'));
    if (port.at('hostPort').number !== 0) {
      checkPortNumber(port.at('hostPort'));
    }
    const name = port.at('name');
    if (name.text !== '' && !isPortName(name.text)) {
      name.error(
        `\`${name.text}\` is not the name of a port: at most 15 lower-case letters, digits and dashes, one letter at least`,
      );
    }
  }
  checkUnique(
    ports.items.map((port) => port.at('name')),
    'port name',
  );
}

const sources = ['configMapKeyRef', 'secretKeyRef', 'fieldRef', 'resourceFieldRef', 'fileKeyRef'];

function checkEnvironment(container: Field): void {
  for (const variable of container.at('env').items) {
    const name = variable.at('name');
    if (checkGiven(name) && !/^[ -<>-~]+$/.test(name.text)) {
      name.error(`\`${name.text}\` is not the name of a variable`);
    }
    const from = variable.at('valueFrom');
    const given = sources.filter((source) => from.has(source));
    if (from.isSet && variable.at('value').text !== '') {
      from.error('value and valueFrom exclude each other');
    } else if (from.isSet && given.length !== 1) {
      from.error(`needs exactly one of ${sources.slice(0, 4).join(', ')}`);
    }
  }
  for (const group of container.at('envFrom').items) {
    if (group.has('configMapRef') === group.has('secretRef')) {
      group.error('needs exactly one of configMapRef and secretRef');
    }
  }
}

function checkMounts(container: Field, volumes: ReadonlySet<string>): void {
  const mounts = container.at('volumeMounts').items;
  for (const mount of mounts) {
    checkGiven(mount.at('mountPath'));
    const name = mount.at('name');
    if (checkGiven(name) && !volumes.has(name.text)) {
      name.error(`the pod has no volume \`${name.text}\``);
    }
    const subPath = mount.at('subPath').text;
    if (subPath.startsWith('/') || subPath.split('/').includes('..')) {
      mount.at('subPath').error('must be a relative path without ..');
    }
    if (subPath !== '' && mount.at('subPathExpr').text !== '') {
      mount.at('subPathExpr').error('subPath and subPathExpr exclude each other');
    }
  }
  checkUnique(
    mounts.map((mount) => mount.at('mountPath')),
    'path',
  );
}

function checkSecurity(context: Field): void {
  for (const key of ['runAsUser', 'runAsGroup']) {
    if (context.at(key).number < 0) {
      context.at(key).error('must not be negative');
    }
  }
  if (context.at('privileged').isTrue && context.at('allowPrivilegeEscalation').value === false) {
    context.at('allowPrivilegeEscalation').error('a privileged container cannot forbid privilege escalation');
  }
}

function checkHostPorts(spec: Field): void {
  const seen = new Set<string>();
  const isHost = spec.at('hostNetwork').isTrue;
  for (const container of spec.at('containers').items) {
    for (const port of container.at('ports').items) {
      const host = port.at('hostPort').number;
      const number = port.at('containerPort').number;
      if (isHost && host !== 0 && host !== number) {
        port.at('hostPort').error('a pod of the network of its host has hostPort and containerPort alike');
      }
      const key = `${port.at('protocol').text || 'TCP'} ${port.at('hostIP').text} ${host}`;
      if (host !== 0 && seen.has(key)) {
        port.at('hostPort').error(`the port ${host} of the host is given twice`);
      }
      seen.add(key);
    }
  }
}

/** Reports names of containers that are given twice, those of init containers included. */
function checkContainerNames(spec: Field): void {
  const containers = [...spec.at('initContainers').items, ...spec.at('containers').items];
  const names = containers.map((container) => container.at('name'));
  for (const name of names) {
    if (checkGiven(name)) {
      checkLabelName(name);
    }
  }
  checkUnique(names, 'container');
}
