'use client';

import { Rows3, Rows4 } from 'lucide-react';
import { useState } from 'react';
import { chooseDensity, shownDensity } from '@/components/ui/density';
import { MenuChoice, MenuChoices } from '@/components/ui/menu';

const CHOICES = [
  { value: 'comfortable', name: 'Comfortable rows', icon: Rows3 },
  { value: 'compact', name: 'Compact rows', icon: Rows4 },
] as const;

/** How much room the rows of lists take. */
export function DensityChoices() {
  const [density, setDensity] = useState<string>(shownDensity);
  const choose = (value: string) => {
    chooseDensity(value);
    setDensity(value);
  };
  return (
    <MenuChoices value={density} onValueChange={choose}>
      {CHOICES.map(({ value, name, icon: Icon }) => (
        <MenuChoice key={value} value={value}>
          <Icon aria-hidden /> {name}
        </MenuChoice>
      ))}
    </MenuChoices>
  );
}
