import { InvalidArgumentError, Option } from 'commander';

/** `--limit`: a whole number of requests from 1. @param usual how many without the option, as the help says */
export function limitOption(description: string, usual: number): Option {
  return new Option('--limit <number>', `${description} (default: ${usual.toLocaleString('en')})`).argParser((text) => {
    if (!/^[1-9]\d*$/.test(text)) {
      throw new InvalidArgumentError('give a whole number from 1.');
    }
    return Number(text);
  });
}
