'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { StartableGraph } from '@/components/runs/graphs';
import { Button } from '@/components/ui/button';
import { Dialog, DialogCancel } from '@/components/ui/dialog';
import { createSchedule } from './queries';
import { ScheduleForm } from './schedule-form';

type AddScheduleProps = { graphs: StartableGraph[]; onAdded: (id: string) => void };

export function AddSchedule({ graphs, onAdded }: AddScheduleProps) {
  const [isOpen, setIsOpen] = useState(false);
  const create = useMutation(createSchedule(useQueryClient()));
  return (
    <Dialog
      title="Add a schedule"
      open={isOpen}
      onOpenChange={(open) => {
        setIsOpen(open);
        create.reset();
      }}
      trigger={
        <Button look="primary">
          <Plus aria-hidden /> Add a schedule
        </Button>
      }
    >
      <ScheduleForm
        known={null}
        graphs={graphs}
        error={create.error}
        isPending={create.isPending}
        cancel={<DialogCancel />}
        onSubmit={(values) =>
          create.mutate(values, {
            onSuccess: ({ id }) => {
              setIsOpen(false);
              onAdded(id);
            },
          })
        }
      />
    </Dialog>
  );
}
