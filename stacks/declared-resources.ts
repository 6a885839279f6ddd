import * as pulumi from '@pulumi/pulumi';

/**
 * Collects what the program declares from now on, without the components, which only group it.
 *
 * @returns what was declared until it is called
 */
export function collectDeclared(): () => readonly pulumi.CustomResource[] {
  const declared: pulumi.CustomResource[] = [];
  pulumi.runtime.registerStackTransformation(({ resource }) => {
    if (pulumi.CustomResource.isInstance(resource)) declared.push(resource);
    return undefined;
  });
  return () => [...declared];
}
