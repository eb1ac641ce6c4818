'use client';

import { PageError } from '@/components/shell/page-error';

// Below the layout: the rail stays.
export default PageError;
