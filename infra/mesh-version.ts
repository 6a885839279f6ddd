import * as servicemesh from '@pulumi/alicloud/servicemesh/index.js';
import * as pulumi from '@pulumi/pulumi';

/** What {@link versionToAskFor} goes by. */
export interface WantedVersion {
  /** Name of the instance. */
  readonly name: string;
  /** A full version, a line such as `1.25`, or nothing for the service's own choice. */
  readonly version: pulumi.Input<string> | undefined;
  readonly edition: 'Default' | 'Pro';
  /** Known only once the network exists: before that nothing is asked. */
  readonly after: pulumi.Input<string> | undefined;
}

/**
 * The version to ask ASM for; empty for the service's own choice. `1.25` stands for what the instance runs if that is
 * of the line, else for the newest of the line, so that a patch release of ASM is no change of the environment.
 *
 * @throws RunError when ASM offers no version of the line
 */
export function versionToAskFor(wanted: WantedVersion, opts: pulumi.InvokeOptions): pulumi.Output<string> {
  const { name, edition } = wanted;
  return pulumi.all([wanted.version, wanted.after]).apply(async ([version]) => {
    if (version === undefined || /^v\d+\.\d+\.\d+\..+/.test(version)) return version ?? '';
    const line = `v${version.replace(/^v/, '')}.`;
    const { meshes } = await servicemesh.getServiceMeshes({ nameRegex: `^${name}$` }, opts);
    const current = meshes[0]?.version;
    if (current?.startsWith(line)) return current;
    const { versions } = await servicemesh.getVersions({ edition }, opts);
    const offered = versions.map((one) => one.version);
    const newest = offered
      .filter((one) => one.startsWith(line))
      .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
      .at(-1);
    if (newest !== undefined) return newest;
    throw new pulumi.RunError(
      `ServiceMesh ${name}: version: ASM does not offer ${version}; it offers ${offered.join(', ')}`,
    );
  });
}
