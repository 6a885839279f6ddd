import type * as pulumi from '@pulumi/pulumi';

/** Images on the nodes of a cluster. */
export interface ImageInputs {
  /** Name of the cluster in kind. */
  readonly cluster: string;
  /** Identity of the cluster, so that a new one gets them anew. */
  readonly uid: string;
  readonly images: readonly string[];
}

/*
 * The engine serializes this object with all that it refers to and runs it in a process of its own. So modules are
 * imported inside the functions: one captured from the top of the file could not be serialized.
 */

/** Runs a command; a failure becomes one line. */
async function must(command: string, ...args: readonly string[]): Promise<void> {
  const { execFile } = await import('node:child_process');
  return new Promise((resolve, reject) => {
    execFile(command, [...args], { env: process.env }, (error, _stdout, stderr) => {
      if (error === null) resolve();
      else
        reject(
          new Error(`${command} ${args.slice(0, 3).join(' ')}: ${stderr.trim().split('\n').at(-1) || error.message}`),
        );
    });
  });
}

/** Loads images into the nodes; what the machine's Docker lacks is pulled. */
async function load(cluster: string, images: readonly string[]): Promise<void> {
  if (images.length === 0) return;
  for (const image of images) {
    await must('docker', 'image', 'inspect', image).catch(() => must('docker', 'pull', image));
  }
  await must('kind', 'load', 'docker-image', '--name', cluster, ...images);
}

/** Provider of {@link KindImages}: loads images with `kind`. An image that is no longer named stays on the nodes. */
export const imageProvider: pulumi.dynamic.ResourceProvider<ImageInputs, ImageInputs> = {
  async diff(_id, olds, news) {
    const another = olds.uid !== news.uid || olds.cluster !== news.cluster;
    return {
      changes: another || JSON.stringify(olds.images) !== JSON.stringify(news.images),
      replaces: another ? ['uid'] : [],
      deleteBeforeReplace: true,
    };
  },
  async create(inputs) {
    await load(inputs.cluster, inputs.images);
    return { id: `images of ${inputs.cluster}`, outs: inputs };
  },
  async update(_id, olds, news) {
    await load(
      news.cluster,
      news.images.filter((image) => !olds.images.includes(image)),
    );
    return { outs: news };
  },
};
