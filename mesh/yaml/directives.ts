import type { Directive, WrittenTag } from './tag-scanner.js';
import { YamlError } from './yaml-error.js';

const ownPrefixes: ReadonlyMap<string, string> = new Map([
  ['!', '!'],
  ['!!', 'tag:yaml.org,2002:'],
]);

/** The directives before a document: the version of YAML, and what handles of tags stand for. */
export class Directives {
  private hasVersion = false;
  private readonly prefixes = new Map<string, string>();

  add(directive: Directive, start: number): void {
    if (directive.name === 'TAG') {
      if (this.prefixes.has(directive.handle)) {
        throw new YamlError(`the directive %TAG is given twice for ${directive.handle}`, start);
      }
      this.prefixes.set(directive.handle, directive.prefix);
      return;
    }
    if (this.hasVersion) {
      throw new YamlError('the directive %YAML is given twice', start);
    }
    if (directive.version !== '1.1') {
      throw new YamlError(`kubectl reads YAML 1.1 only, not ${directive.version}; leave the directive out`, start);
    }
    this.hasVersion = true;
  }

  /** A tag with its handle replaced by what that stands for. */
  fullTag({ handle, suffix }: WrittenTag, start: number): string {
    if (handle === '') {
      return suffix;
    }
    const prefix = this.prefixes.get(handle) ?? ownPrefixes.get(handle);
    if (prefix === undefined) {
      throw new YamlError(`the tag handle ${handle} is not declared`, start);
    }
    return prefix + suffix;
  }
}
