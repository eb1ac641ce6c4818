import { ForbiddenPage } from '@/components/shell/forbidden-page';

// Below the layout: the rail stays.
export default ForbiddenPage;
