import { ScrollBox } from '@/components/ui/scroll-box';
import { Section } from '@/components/ui/section';
import type { DeliveryDetail } from '@/lib/deliveries/schema';
import { prettyBody } from './body';

/** What came, to the letter or with indents where it is JSON, and its headers. */
export function DeliveryBody({ delivery: { body, isCut, headers } }: { delivery: DeliveryDetail }) {
  const { text, isJson } = prettyBody(body);
  const names = Object.entries(headers);
  return (
    <>
      <Section title="Body" aside={isCut ? 'cut: more was sent than is kept' : isJson ? 'JSON' : undefined}>
        <ScrollBox label="Body" className="rounded-base border bg-surface p-3">
          <pre className="font-mono text-meta">{text === '' ? '(empty)' : text}</pre>
        </ScrollBox>
      </Section>
      <Section title="Headers">
        {names.length === 0 ? (
          <p className="text-muted">None: it did not come by HTTP.</p>
        ) : (
          <ScrollBox label="Headers" className="rounded-base border bg-surface p-3">
            <pre className="font-mono text-meta">
              {names.map(([name, value]) => `${name}: ${value}`).join('\n')}
            </pre>
          </ScrollBox>
        )}
      </Section>
    </>
  );
}
