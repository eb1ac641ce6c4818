/** What a bill must have at least, said before it is sent. */
export function RequiredColumns({ columns }: { columns: readonly string[] }) {
  return (
    <>
      <span className="block">
        FOCUS 1.0 to 1.4 as CSV, plain or gzip, of any size. At least these columns:
      </span>
      <span className="mt-1 block break-words font-mono text-meta">{columns.join(', ')}</span>
    </>
  );
}
