'use client';

import { Search, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from './button';
import { Input, Select } from './field';

type FilterBarProps = {
  q: string | null;
  onSearch: (q: string | null) => void;
  placeholder: string;
  isFiltered: boolean;
  onClear: () => void;
  children?: ReactNode;
  actions?: ReactNode;
};

/** Search and fields over a list. What is typed reaches the URL when one stops for a moment. */
export function FilterBar({
  q,
  onSearch,
  placeholder,
  isFiltered,
  onClear,
  children,
  actions,
}: FilterBarProps) {
  return (
    <search className="relative flex items-center gap-2 overflow-x-auto border-b bg-surface px-4 py-2 sm:flex-wrap">
      <SearchField q={q ?? ''} onSearch={onSearch} placeholder={placeholder} />
      {children}
      {isFiltered ? (
        <Button look="quiet" onClick={onClear}>
          <X aria-hidden /> Clear
        </Button>
      ) : null}
      {actions ? <div className="ml-auto flex items-center gap-2">{actions}</div> : null}
    </search>
  );
}

type SearchFieldProps = { q: string; onSearch: (q: string | null) => void; placeholder: string };

function SearchField({ q, onSearch, placeholder }: SearchFieldProps) {
  const [text, setText] = useState(q);
  const [known, setKnown] = useState({ url: q, sent: q });
  if (q !== known.url) {
    setKnown({ url: q, sent: q });
    if (q !== known.sent) setText(q); // the URL changed from outside: Back, Clear
  }
  const send = () => {
    const next = text.trim();
    if (next === q) return;
    setKnown({ url: q, sent: next });
    onSearch(next || null);
  };
  const latest = useRef(send);
  useEffect(() => {
    latest.current = send;
  });
  useEffect(() => {
    if (text.trim() === q) return;
    const timer = setTimeout(() => latest.current(), 400);
    return () => clearTimeout(timer);
  }, [text, q]);
  return (
    <div className="relative min-w-[180px] flex-1 sm:max-w-[280px]">
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-4 text-faint" />
      <Input
        type="search"
        data-filter
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={send} // before a row is opened: an address that changes later would call the reader back
        aria-label={placeholder}
        placeholder={placeholder}
        title="Press / to come here"
        className="w-full pl-8"
      />
    </div>
  );
}

type FilterSelectProps = {
  label: string;
  value: string | null;
  options: { value: string; label: string }[];
  onChange: (value: string | null) => void;
  none?: string | null; // what it says while nothing is chosen; null: something always is
};

/** A field of the filter: "State: any" until something is chosen. */
export function FilterSelect({ label, value, options, onChange, none = `${label}: any` }: FilterSelectProps) {
  return (
    <Select
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value || null)}
      className="field-sizing-content max-w-[180px] shrink-0"
    >
      {none === null ? null : <option value="">{none}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </Select>
  );
}
