import { spawn } from 'node:child_process';

/** Runs kubectl and gives what it prints. @throws Error with the last line of its complaint */
export function kubectl(args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('kubectl', [...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    let complaint = '';
    child.stdout.on('data', (data) => {
      output += String(data);
    });
    child.stderr.on('data', (data) => {
      complaint += String(data);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) {
        resolve(output);
      } else {
        reject(new Error(`kubectl ${args.slice(0, 3).join(' ')}: ${complaint.trim()}`));
      }
    });
    child.stdin.end(input);
  });
}
