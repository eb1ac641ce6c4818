'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { SourceView } from '@/lib/sources/views.schema';
import { importFile } from './queries';
import type { UploadProgress } from './upload';
import { deliveryName, missingOf, type PlannedFile, planUploads } from './upload-plan';

type Source = Pick<SourceView, 'id' | 'kind' | 'config'>;

/** Sends several files one after the other: one that fails is told, and the others are sent none the less. */
export function useUploads(source: Source) {
  const [files, setFiles] = useState<PlannedFile[]>([]);
  const [progress, setProgress] = useState<UploadProgress | null>(null);
  const abort = useRef<() => void>(undefined);
  const isStopped = useRef(false);
  const upload = useMutation(
    importFile(useQueryClient(), {
      onProgress: setProgress,
      onStop: (stop) => {
        abort.current = stop;
      },
    }),
  );
  const change = (id: number, changes: Partial<PlannedFile>) =>
    setFiles((known) => known.map((each) => (each.id === id ? { ...each, ...changes } : each)));

  const sendOne = async ({ id, file, part }: PlannedFile) => {
    if (isStopped.current) return change(id, { state: 'missing', error: 'The upload was stopped.' });
    change(id, { state: 'sending', error: null });
    try {
      const uploaded = await upload.mutateAsync({ sourceId: source.id, file, part });
      change(id, { state: 'here', uploaded });
    } catch (error) {
      // It stands beside its file; the other files are sent.
      change(id, { state: 'missing', error: error instanceof Error ? error.message : 'The upload failed.' });
    }
  };
  const run = useMutation({
    mutationFn: async (queue: PlannedFile[]) => {
      isStopped.current = false;
      for (const one of queue) await sendOne(one);
    },
  });
  const queue = (planned: PlannedFile[], all: PlannedFile[]) => {
    const ids = new Set(planned.map(({ id }) => id));
    setFiles(all.map((each) => (ids.has(each.id) ? { ...each, state: 'waiting', error: null } : each)));
    run.mutate(planned);
  };
  return {
    files,
    progress,
    isSending: run.isPending,
    start: (chosen: File[]) => {
      const planned = planUploads(chosen, source, deliveryName(new Date(), Math.random()));
      queue(planned, planned);
    },
    sendMissing: () => queue(missingOf(files), files),
    /** Sends another file in place of the one of a part that did not come through. */
    replace: (id: number, file: File) => {
      const all = files.map((each) => (each.id === id ? { ...each, file } : each));
      queue(
        all.filter((each) => each.id === id),
        all,
      );
    },
    stop: () => {
      isStopped.current = true;
      abort.current?.();
    },
    clear: () => setFiles([]),
  };
}

export type Uploads = ReturnType<typeof useUploads>;
