name = __name__
from .. import __doc__ as parent_doc
