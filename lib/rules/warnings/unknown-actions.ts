import { KNOWN_ACTIONS } from '../known-actions';
import { nearest } from '../suggest';
import type { Context, Warning } from './context';

/** Actions by a name that nobody knows: "delte" is no delete, and excludes nothing. */
export function unknownActions({ set, places }: Context): Warning[] {
  return set.rules.flatMap(({ recommend }, index): Warning[] => {
    const action = recommend?.action;
    if (action === undefined || KNOWN_ACTIONS.includes(action)) return [];
    const suggestion = nearest(action, KNOWN_ACTIONS);
    const words =
      suggestion === undefined
        ? `. Known ones are ${KNOWN_ACTIONS.slice(0, 5).join(', ')}, …`
        : `, did you mean \`${suggestion}\`?`;
    return [
      {
        ...places.ofValue(['rules', index, 'recommend', 'action']),
        message: `Unknown action \`${action}\`${words}`,
        ...(suggestion === undefined ? {} : { suggestion }),
        severity: 'warning',
      },
    ];
  });
}
