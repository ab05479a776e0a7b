pub(in crate::prove) struct Requests;
impl crate::prove::requests::Outside for Requests {}
