import { createHash } from 'node:crypto';
import type { Metric, Tags } from '../contract/metrics.ts';
import type { SampleObserver } from './measurements.ts';

/** One check in one group, as summaries show it. */
export interface CheckNode {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  passes: number;
  fails: number;
}

/** A group, in the shape of k6's `root_group`. */
export interface GroupNode {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly groups: GroupNode[];
  readonly checks: CheckNode[];
}

/** The checks of a group and of all groups in it. */
export function allChecks(group: GroupNode): readonly CheckNode[] {
  return [...group.checks, ...group.groups.flatMap(allChecks)];
}

/** The groups and checks of a run, gathered from the tags of `checks` and `group_duration`. */
export class GroupTree implements SampleObserver {
  readonly root: GroupNode = newGroup('', '');
  readonly #groups = new Map<string, GroupNode>([['', this.root]]);
  readonly #checks = new Map<string, CheckNode>();
  readonly #byTags = new WeakMap<Tags, CheckNode>();

  push(metric: Metric, value: number, tags: Tags): void {
    if (metric.name === 'checks') {
      const check = this.#byTags.get(tags) ?? this.#checkOf(tags);
      if (value === 0) check.fails++;
      else check.passes++;
    } else if (metric.name === 'group_duration') this.#groupAt(tags.group ?? '');
  }

  #checkOf(tags: Tags): CheckNode {
    const group = this.#groupAt(tags.group ?? '');
    const name = tags.check ?? '';
    const path = `${group.path}::${name}`;
    const check = this.#checks.get(path) ?? { name, path, id: idOf(path), passes: 0, fails: 0 };
    if (!this.#checks.has(path)) {
      this.#checks.set(path, check);
      group.checks.push(check);
    }
    this.#byTags.set(tags, check);
    return check;
  }

  /** The group of a path (`::outer::inner`). A new one is made with its parents. */
  #groupAt(path: string): GroupNode {
    const known = this.#groups.get(path);
    if (known) return known;
    const cut = path.lastIndexOf('::');
    const group = newGroup(cut < 0 ? path : path.slice(cut + 2), path);
    this.#groupAt(cut < 0 ? '' : path.slice(0, cut)).groups.push(group);
    this.#groups.set(path, group);
    return group;
  }
}

function newGroup(name: string, path: string): GroupNode {
  return { name, path, id: idOf(path), groups: [], checks: [] };
}

/** k6's id of a group or check: the MD5 of its path. */
function idOf(path: string): string {
  return createHash('md5').update(path).digest('hex');
}
