'use client';

import { Download, Upload } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';

/** All sets as a folder of files, out and in; on a phone the pictures have to do. */
export function FilesButtons({ mayImport }: { mayImport: boolean }) {
  return (
    <>
      <Button asChild look="quiet" className="max-sm:px-2">
        <a href="/api/rule-sets/export" download title="Every published set as a file, in one .tar.gz">
          <Download aria-hidden /> <span className="max-sm:sr-only">Export files</span>
        </a>
      </Button>
      {mayImport ? (
        <Button asChild look="quiet" className="max-sm:px-2">
          <Link href="/rules/import" title="Compare files with what is here, and take what you choose">
            <Upload aria-hidden /> <span className="max-sm:sr-only">Import…</span>
          </Link>
        </Button>
      ) : null}
    </>
  );
}
