'use client';

import { DropdownMenu } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';

type MenuProps = {
  isOpenAtFirst?: boolean;
  trigger: ReactNode;
  side?: 'top' | 'bottom';
  align?: 'start' | 'end';
  children: ReactNode;
};

/** A menu that opens from a button. */
export function Menu({
  trigger,
  isOpenAtFirst = false,
  side = 'bottom',
  align = 'start',
  children,
}: MenuProps) {
  return (
    <DropdownMenu.Root defaultOpen={isOpenAtFirst}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          side={side}
          align={align}
          sideOffset={4}
          className="z-50 min-w-[192px] rounded-base border bg-raised p-1 shadow-overlay"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

const ITEM =
  'flex h-8 items-center gap-2 rounded-small px-2 text-body outline-none select-none cursor-pointer data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:text-faint';

export function MenuItem(props: Omit<ComponentProps<typeof DropdownMenu.Item>, 'className'>) {
  return <DropdownMenu.Item {...props} className={ITEM} />;
}

export function MenuChoice(props: Omit<ComponentProps<typeof DropdownMenu.RadioItem>, 'className'>) {
  return <DropdownMenu.RadioItem {...props} className={`${ITEM} data-[state=checked]:font-semibold`} />;
}

export const MenuChoices = DropdownMenu.RadioGroup;

export function MenuLabel({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="px-2 py-1 text-meta text-faint">{children}</DropdownMenu.Label>;
}

export function MenuLine() {
  return <DropdownMenu.Separator className="my-1 border-t" />;
}
