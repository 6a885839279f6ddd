/** Makes the program end quietly when the reader of its output (`| head`) has gone. */
export function survivesBrokenPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') {
        process.exit();
      }
      throw error;
    });
  }
}
