import { Input, Select } from '@/components/ui/field';
import { type ChargesRange, dayAfter, dayBefore } from './charges-range';

type ChargesRangeFieldsProps = { range: ChargesRange; onRange: (range: ChargesRange) => void };

/** From and to are days that are in; the range's own end is the day after. */
export function ChargesRangeFields({ range, onRange }: ChargesRangeFieldsProps) {
  return (
    <>
      <Input
        type="date"
        aria-label="From day"
        value={range.from ?? ''}
        onChange={(event) => onRange({ ...range, from: event.target.value || null })}
      />
      <span className="text-muted">to</span>
      <Input
        type="date"
        aria-label="To day"
        value={range.to === null ? '' : dayBefore(range.to)}
        onChange={({ target }) => onRange({ ...range, to: target.value ? dayAfter(target.value) : null })}
      />
      <Select
        aria-label="Which rows"
        value={range.isCountedOnly ? 'counted' : 'all'}
        onChange={(event) => onRange({ ...range, isCountedOnly: event.target.value === 'counted' })}
      >
        <option value="counted">Usage, as counted</option>
        <option value="all">Tax, credits, corrections too</option>
      </Select>
    </>
  );
}
