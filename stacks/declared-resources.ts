import * as pulumi from '@pulumi/pulumi';

/**
 * Collects what the program declares from now on, without the components, which only group it.
 *
 * @returns what was declared until it is called
 */
export function collectDeclared(): () => readonly pulumi.Resource[] {
  const declared: pulumi.Resource[] = [];
  pulumi.runtime.registerStackTransformation(({ resource }) => {
    declared.push(resource);
    return undefined;
  });
  // What a resource is, it does not know yet when it is declared.
  return () => declared.filter((resource) => pulumi.CustomResource.isInstance(resource));
}
