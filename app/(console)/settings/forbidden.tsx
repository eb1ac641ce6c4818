import { ForbiddenPage } from '@/components/shell/forbidden-page';

// Below the layout of Settings: the way to its other pages stays.
export default ForbiddenPage;
