import type { ComparedFile, TakenFile } from '@/lib/rules/files/schema';

/** What is taken of a file: its own text, or what both sides changed in one. Not there: nothing. */
export type Choice = 'file' | 'both';
export type Choices = Readonly<Record<string, Choice>>;

/** Whether there is anything to take: what is alike, gone or wrong has nothing. */
export function isChoosable({ state, path, file }: ComparedFile): boolean {
  return path !== null && file !== null && ['new', 'changed', 'conflict', 'here'].includes(state);
}

/** What is new, and what only the folder changed; whatever would undo an edit that was made here waits for a person. */
export function firstChoices(files: readonly ComparedFile[]): Choices {
  const wanted = files.filter(({ state, draft, failingTests }) => {
    return (state === 'new' || state === 'changed') && draft === null && failingTests.length === 0;
  });
  return Object.fromEntries(wanted.map(({ id }) => [id, 'file']));
}

/** Another press lets it go. A conflict begins with both, where that is one text without marks. */
export function toggled(choices: Choices, file: ComparedFile): Choices {
  const { [file.id]: chosen, ...others } = choices;
  if (chosen !== undefined) return others;
  return { ...choices, [file.id]: file.merged?.conflicts === 0 ? 'both' : 'file' };
}

/** The text that a choice stands for; the file's own where none is made, so that there is something to look at. */
export function chosenText({ file, merged }: ComparedFile, choice: Choice | undefined): string {
  return (choice === 'both' ? merged?.yaml : undefined) ?? file ?? '';
}

/** What is sent, in the order of the list. */
export function filesToTake(files: readonly ComparedFile[], choices: Choices): TakenFile[] {
  return files.flatMap((compared) => {
    const { id, path, file, currentVersion } = compared;
    const choice = choices[id];
    if (choice === undefined || path === null || file === null) return [];
    const taken = { path, yaml: file, currentVersion };
    return [choice === 'both' ? { ...taken, text: chosenText(compared, choice) } : taken];
  });
}
