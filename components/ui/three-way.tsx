import type { ReactNode } from 'react';
import { ScrollBox } from './scroll-box';
import { State, type StateLook } from './state';

type ThreeWayRow = {
  field: string;
  one: ReactNode;
  other: ReactNode;
  agreed: ReactNode;
  isSame: boolean; // all three hold the same: said once
  look: StateLook;
  deeds?: ReactNode;
};

type ThreeWayProps = { sides: [one: string, other: string]; rows: ThreeWayRow[]; hasDeeds?: boolean };

/** Field by field: what either side holds, what both held when they last agreed; one value where all are the same. */
export function ThreeWay({ sides, rows, hasDeeds = false }: ThreeWayProps) {
  return (
    <ScrollBox label="Both sides, scrolls sideways" className="rounded-base border bg-surface">
      <table aria-label="Both sides, field by field" className="w-full text-left">
        <thead>
          <tr className="text-meta text-faint [&>*]:h-8 [&>*]:border-b [&>*]:px-3 [&>*]:font-normal">
            <th scope="col">Field</th>
            {sides.map((side) => (
              <th key={side} scope="col">
                {side}
              </th>
            ))}
            <th scope="col">Agreed</th>
            <th scope="col">State</th>
            {hasDeeds ? <th scope="col">Repair</th> : null}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ field, one, other, agreed, isSame, look, deeds }) => (
            <tr key={field} className="align-top [&>*]:px-3 [&>*]:py-1.5">
              <th scope="row" className="font-normal text-muted">
                {field}
              </th>
              {isSame ? (
                <td colSpan={3} className="break-words">
                  {one}
                </td>
              ) : (
                <>
                  <td className="break-words">{one}</td>
                  <td className="break-words">{other}</td>
                  <td className="break-words text-muted">{agreed}</td>
                </>
              )}
              <td className="whitespace-nowrap">
                <State look={look} />
              </td>
              {hasDeeds ? <td className="whitespace-nowrap">{deeds}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
