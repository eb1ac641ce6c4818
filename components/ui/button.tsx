import clsx from 'clsx';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';

const LOOKS = {
  primary: 'border-transparent bg-accent text-accent-ink hover:opacity-90',
  plain: 'border-line-strong bg-raised text-ink hover:bg-hover',
  quiet: 'border-transparent bg-transparent text-muted hover:bg-hover hover:text-ink',
  danger: 'border-line-strong bg-raised text-bad hover:bg-bad-soft',
} as const;

type ButtonProps = ComponentProps<'button'> & {
  look?: keyof typeof LOOKS;
  isIcon?: boolean;
  asChild?: boolean;
};

/** A button; `isIcon` makes it square, and then it must carry an aria-label. */
export function Button({ look = 'plain', isIcon = false, asChild = false, className, ...rest }: ButtonProps) {
  const Element = asChild ? Slot.Root : 'button';
  return (
    <Element
      {...(asChild ? {} : { type: 'button' })}
      {...rest}
      className={clsx(
        'inline-flex h-8 shrink-0 items-center justify-center gap-2 whitespace-nowrap rounded-base border text-body font-semibold',
        'disabled:pointer-events-none disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
        isIcon ? 'w-8' : 'px-3',
        LOOKS[look],
        className,
      )}
    />
  );
}
