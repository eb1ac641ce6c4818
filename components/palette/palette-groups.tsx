import { Command } from 'cmdk';
import type { Choice, ChoiceGroup } from './use-choices';

type PaletteGroupsProps = { groups: ChoiceGroup[]; onChoose: (choice: Choice) => void };

export function PaletteGroups({ groups, onChoose }: PaletteGroupsProps) {
  return groups.map(({ heading, choices }) => (
    <Command.Group
      key={heading}
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-meta [&_[cmdk-group-heading]]:text-faint"
    >
      {choices.map((choice) => (
        <Command.Item
          key={choice.id}
          value={choice.id}
          onSelect={() => onChoose(choice)}
          className="flex min-h-9 cursor-pointer items-center gap-2 rounded-small px-2 py-1 data-[selected=true]:bg-accent-soft max-sm:min-h-11"
        >
          <choice.icon aria-hidden className="size-4 shrink-0 text-faint" />
          <span className="min-w-0 flex-1">
            <span className="block truncate">{choice.name}</span>
            {choice.detail ? (
              <span className="block truncate text-meta text-muted">{choice.detail}</span>
            ) : null}
          </span>
          {choice.kind ? <span className="shrink-0 text-meta text-muted">{choice.kind}</span> : null}
        </Command.Item>
      ))}
    </Command.Group>
  ));
}
