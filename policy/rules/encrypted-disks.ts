import { production, rule, types } from '../rule.js';

/** Disks of production nodes are encrypted at rest. */
export const encryptedDisks = rule({
  name: 'encrypted-disks',
  description: 'System and data disks of node pools are encrypted in production.',
  types: [types.nodePool],
  stacks: production,
  check: ({ props }) => {
    // Machines at the edge bring their own disks.
    if (props['type'] === 'edge') return undefined;
    const dataDisks = (props['dataDisks'] ?? []) as { encrypted?: string }[];
    if (props['systemDiskEncrypted'] !== true) return 'The system disk is not encrypted; set systemDiskEncrypted.';
    const plain = dataDisks.findIndex((disk) => disk.encrypted !== 'true');
    return plain < 0 ? undefined : `Data disk ${plain} is not encrypted; set encrypted to true.`;
  },
});
