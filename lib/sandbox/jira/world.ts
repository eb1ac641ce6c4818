/** The fixed furniture of the sandbox site: projects, issue types, workflow, people. Ids are text, as in Jira. */
export type Project = { id: string; key: string; name: string; lead: string };
export type IssueType = { id: string; name: string; subtask: boolean };
export type CategoryKey = 'new' | 'indeterminate' | 'done';
export type Status = { id: string; name: string; category: CategoryKey };
export type Transition = { id: string; name: string; to: string };
export type Person = { accountId: string; name: string; email: string };

export const ROBOT: Person = {
  accountId: '712020:00000000-0000-4000-8000-000000000001',
  name: 'Evenkeel robot',
  email: 'robot@sandbox.local',
};

export const PEOPLE: readonly [Person, ...Person[]] = [
  { accountId: '5b10a2844c20165700ede21a', name: 'Ana Fischer', email: 'ana@sandbox.local' },
  { accountId: '5b10a2844c20165700ede21b', name: 'Bruno Okafor', email: 'bruno@sandbox.local' },
  { accountId: '5b10a2844c20165700ede21c', name: 'Chiara Lindt', email: 'chiara@sandbox.local' },
  { accountId: '5b10a2844c20165700ede21d', name: 'Deepak Rana', email: 'deepak@sandbox.local' },
  { accountId: '5b10a2844c20165700ede21e', name: 'Elif Yılmaz', email: 'elif@sandbox.local' },
  { accountId: '5b10a2844c20165700ede21f', name: 'Finn Aalto', email: 'finn@sandbox.local' },
];

export const PROJECTS: readonly Project[] = [
  { id: '10000', key: 'PLAT', name: 'Platform', lead: '5b10a2844c20165700ede21a' },
  { id: '10001', key: 'DATA', name: 'Data', lead: '5b10a2844c20165700ede21b' },
  { id: '10002', key: 'WEB', name: 'Web shop', lead: '5b10a2844c20165700ede21c' },
  { id: '10003', key: 'FIN', name: 'Finance', lead: '5b10a2844c20165700ede21d' },
];

export const ISSUE_TYPES: readonly IssueType[] = [
  { id: '10001', name: 'Task', subtask: false },
  { id: '10002', name: 'Story', subtask: false },
  { id: '10003', name: 'Bug', subtask: false },
  { id: '10004', name: 'Sub-task', subtask: true },
];

const TO_DO: Status = { id: '10000', name: 'To Do', category: 'new' };

export const STATUSES: readonly [Status, ...Status[]] = [
  TO_DO,
  { id: '10001', name: 'In Progress', category: 'indeterminate' },
  { id: '10002', name: 'Done', category: 'done' },
  { id: '10003', name: "Won't Do", category: 'done' },
];

/** Every status can be reached from every other one, as in Jira's simplified workflow. */
export const TRANSITIONS: readonly Transition[] = [
  { id: '11', name: 'To Do', to: '10000' },
  { id: '21', name: 'In Progress', to: '10001' },
  { id: '31', name: 'Done', to: '10002' },
  { id: '41', name: "Won't Do", to: '10003' },
];

export const CATEGORIES: Record<CategoryKey, { id: number; name: string; colorName: string }> = {
  new: { id: 2, name: 'To Do', colorName: 'blue-gray' },
  indeterminate: { id: 4, name: 'In Progress', colorName: 'yellow' },
  done: { id: 3, name: 'Done', colorName: 'green' },
};

export const RESOLUTIONS = [
  { id: '10000', name: 'Done', description: 'Work has been completed on this issue.' },
  { id: '10001', name: "Won't Do", description: "This issue won't be actioned." },
  { id: '10002', name: 'Duplicate', description: 'The problem is a duplicate of an existing issue.' },
] as const;

export const PRIORITIES = [
  { id: '1', name: 'Highest' },
  { id: '2', name: 'High' },
  { id: '3', name: 'Medium' },
  { id: '4', name: 'Low' },
  { id: '5', name: 'Lowest' },
] as const;

/** The one custom field of the site. Bugs of the Finance project cannot be created without it. */
export const COST_CENTRE = 'customfield_10050';

export const FIRST_STATUS = TO_DO.id;

export function findProject(idOrKey: string): Project | undefined {
  const wanted = idOrKey.toUpperCase();
  return PROJECTS.find((project) => project.id === idOrKey || project.key === wanted);
}

export function findType(idOrName: string): IssueType | undefined {
  const wanted = idOrName.toLowerCase();
  return ISSUE_TYPES.find((type) => type.id === idOrName || type.name.toLowerCase() === wanted);
}

export function findStatus(idOrName: string): Status | undefined {
  const wanted = idOrName.toLowerCase();
  return STATUSES.find((status) => status.id === idOrName || status.name.toLowerCase() === wanted);
}

export function findPerson(accountId: string): Person | undefined {
  if (accountId === ROBOT.accountId) return ROBOT;
  return PEOPLE.find((person) => person.accountId === accountId);
}

export function findResolution(idOrName: string): string | undefined {
  const wanted = idOrName.toLowerCase();
  return RESOLUTIONS.find((one) => one.id === idOrName || one.name.toLowerCase() === wanted)?.name;
}

/** What the workflow sets by itself when an issue enters a status: closing resolves, reopening clears. */
export function resolutionOnEntering(statusId: string): string | null {
  const status = findStatus(statusId);
  if (status?.category !== 'done') return null;
  return status.name === "Won't Do" ? "Won't Do" : 'Done';
}

/** Which fields the create screen of a project and type shows, and which it insists on. */
export function createScreen(project: Project, type: IssueType): { fields: string[]; required: string[] } {
  const common = [
    'project',
    'issuetype',
    'summary',
    'description',
    'assignee',
    'reporter',
    'priority',
    'duedate',
  ];
  const required = ['project', 'issuetype', 'summary'];
  // The web shop's bug screen has no labels: where a field is off the screen, Jira refuses the whole create.
  const fields = project.key === 'WEB' && type.name === 'Bug' ? common : [...common, 'labels'];
  if (type.subtask) return { fields: [...fields, 'parent'], required: [...required, 'parent'] };
  if (project.key !== 'FIN') return { fields, required };
  const withCentre = [...fields, COST_CENTRE];
  return { fields: withCentre, required: type.name === 'Bug' ? [...required, COST_CENTRE] : required };
}
