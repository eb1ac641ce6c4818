import { diffArrays } from 'diff';

/** Lines `start` up to `end` of the base text are replaced by `lines`. */
type Change = { start: number; end: number; lines: string[] };
type Side = { name: string; changes: Change[] };
type Names = { mine: string; theirs: string };

type Merged = { text: string; conflicts: number };

const MOST_EDITS = 4_000; // beyond it, two texts have so little in common that a person has to look

/**
 * A three-way merge by lines: what only one side changed is taken, what both changed alike is taken once, and where
 * they changed the same or neighbouring lines in two ways both stand in the text between marks, as git writes them.
 */
export function mergeLines(base: string, mine: string, theirs: string, names: Names): Merged {
  const lines = base.split('\n');
  const sides = {
    mine: { name: names.mine, changes: changesOf(lines, mine.split('\n')) },
    theirs: { name: names.theirs, changes: changesOf(lines, theirs.split('\n')) },
  };
  const merged: string[] = [];
  let conflicts = 0;
  let at = 0;
  for (const region of regionsOf([...sides.mine.changes, ...sides.theirs.changes])) {
    merged.push(...lines.slice(at, region.start));
    const settled = settle(lines, region, sides);
    conflicts += settled.isConflict ? 1 : 0;
    merged.push(...settled.lines);
    at = region.end;
  }
  merged.push(...lines.slice(at));
  return { text: merged.join('\n'), conflicts };
}

function changesOf(base: string[], other: string[]): Change[] {
  const parts = diffArrays(base, other, { maxEditLength: MOST_EDITS });
  if (!parts) return [{ start: 0, end: base.length, lines: other }];
  const changes: Change[] = [];
  let at = 0;
  for (const { added, removed, value, count } of parts) {
    if (!added && !removed) {
      at += count;
      continue;
    }
    const last = changes.at(-1);
    const change = last && last.end === at ? last : { start: at, end: at, lines: [] };
    if (change !== last) changes.push(change);
    if (added) change.lines.push(...value);
    if (removed) at += count;
    change.end = at;
  }
  return changes;
}

type Region = { start: number; end: number };

/** Stretches of the base that one or both sides changed; stretches that touch are one. */
function regionsOf(changes: Change[]): Region[] {
  const regions: Region[] = [];
  for (const { start, end } of [...changes].sort((one, other) => one.start - other.start)) {
    const last = regions.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else regions.push({ start, end });
  }
  return regions;
}

function settle(base: string[], region: Region, { mine, theirs }: { mine: Side; theirs: Side }) {
  const original = base.slice(region.start, region.end);
  const [ours, others] = [withChanges(base, region, mine), withChanges(base, region, theirs)];
  if (isSame(ours, others) || isSame(others, original)) return { lines: ours, isConflict: false };
  if (isSame(ours, original)) return { lines: others, isConflict: false };
  const marked = [`<<<<<<< ${mine.name}`, ...ours, '=======', ...others, `>>>>>>> ${theirs.name}`];
  return { lines: marked, isConflict: true };
}

function withChanges(base: string[], { start, end }: Region, { changes }: Side): string[] {
  const lines: string[] = [];
  let at = start;
  for (const change of changes) {
    if (change.start < start || change.end > end) continue;
    lines.push(...base.slice(at, change.start), ...change.lines);
    at = change.end;
  }
  return [...lines, ...base.slice(at, end)];
}

function isSame(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index]);
}
