'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  connectionChoicesQuery,
  siteIssueTypesQuery,
  siteProjectsQuery,
} from '@/components/connections/queries';
import { Field, Input, Select } from '@/components/ui/field';
import type { RouteRow } from '@/lib/tickets/schema';

type TargetFieldsProps = { known: RouteRow | null; faults: (field: string) => string | null };

/** Where tickets go: the connection, and of what its site lists now a project and an issue type. */
export function TargetFields({ known, faults }: TargetFieldsProps) {
  const { data: connections = [] } = useQuery(connectionChoicesQuery('jira'));
  const [chosen, setChosen] = useState(known?.connectionId ?? '');
  const [projectKey, setProjectKey] = useState(known?.projectKey ?? '');
  const connectionId = chosen || (connections[0]?.id ?? '');
  return (
    <>
      <Field label="Connection" error={faults('connectionId')}>
        {(wiring) => (
          <Select
            {...wiring}
            name="connectionId"
            required
            value={connectionId}
            onChange={({ target }) => {
              setChosen(target.value);
              setProjectKey('');
            }}
          >
            {connections.map(({ id, name, enabled }) => (
              <option key={id} value={id}>
                {enabled ? name : `${name} (switched off)`}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <ProjectField
        connectionId={connectionId}
        value={projectKey}
        onChange={setProjectKey}
        fault={faults('projectKey')}
      />
      <IssueTypeField
        key={`${connectionId} ${projectKey}`}
        connectionId={connectionId}
        projectKey={projectKey}
        initial={known?.issueType ?? 'Task'}
        fault={faults('issueType')}
      />
    </>
  );
}

type ProjectFieldProps = {
  connectionId: string;
  value: string;
  onChange: (key: string) => void;
  fault: string | null;
};

/** What the site lists to choose from; where it cannot be asked a key can be typed all the same. */
function ProjectField({ connectionId, value, onChange, fault }: ProjectFieldProps) {
  const { data: projects, error, isFetching } = useQuery(siteProjectsQuery(connectionId));
  const hint = isFetching ? 'Asking the site…' : 'Those in which the account may create issues.';
  const isListed = projects?.some(({ key }) => key === value) ?? false;
  return (
    <Field label="Project" hint={hint} error={fault ?? error?.message}>
      {(wiring) =>
        projects === undefined ? (
          <Input
            {...wiring}
            name="projectKey"
            required
            maxLength={100}
            autoComplete="off"
            value={value}
            onChange={({ target }) => onChange(target.value)}
          />
        ) : (
          <Select
            {...wiring}
            name="projectKey"
            required
            value={value}
            onChange={({ target }) => onChange(target.value)}
          >
            <option value="">Choose a project</option>
            {value !== '' && !isListed ? <option value={value}>{value} (not listed)</option> : null}
            {projects.map(({ key, name }) => (
              <option key={key} value={key}>
                {key}, {name}
              </option>
            ))}
          </Select>
        )
      }
    </Field>
  );
}

type IssueTypeFieldProps = {
  connectionId: string;
  projectKey: string;
  initial: string;
  fault: string | null;
};

function IssueTypeField({ connectionId, projectKey, initial, fault }: IssueTypeFieldProps) {
  const { data: types, error } = useQuery(siteIssueTypesQuery(connectionId, projectKey));
  const isListed = types?.some(({ name }) => name === initial) ?? false;
  return (
    <Field label="Issue type" error={fault ?? error?.message}>
      {(wiring) =>
        types === undefined ? (
          <Input {...wiring} name="issueType" required maxLength={100} defaultValue={initial} />
        ) : (
          <Select {...wiring} name="issueType" required defaultValue={initial}>
            {isListed ? null : <option value={initial}>{initial} (not listed)</option>}
            {types.map(({ id, name }) => (
              <option key={id} value={name}>
                {name}
              </option>
            ))}
          </Select>
        )
      }
    </Field>
  );
}
