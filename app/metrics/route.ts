import { answerScrape } from '@/lib/metrics/scrape';

/** For Prometheus: no contract, for its answer is no JSON. docs/operations.md tells what stands in it. */
export const GET = answerScrape;
