"""Pages of the records room: the register for officials, the public figures."""
